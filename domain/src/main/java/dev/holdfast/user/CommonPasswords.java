package dev.holdfast.user;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Long passwords that are tried first, compared by letters and digits only. The list has what the
 * published lists of common passwords hold at this length beyond repetitions and keyboard rows,
 * which {@link PasswordPolicy} recognises by their form. It is code, not a file: it is first needed
 * on a thread that must not wait for a disk.
 */
final class CommonPasswords {
  private static final String LIST =
      """
      administrator123
      administrator1234
      adminadminadmin1
      all we need is love
      all you need is love
      changemechangeme
      change me please
      charlie and the chocolate
      correct horse battery
      correct horse battery staple
      correcthorsebatterystaple
      could you not guess
      don't panic don't panic
      football football
      for the love of god
      forgetmenot forgetmenot
      god is good all the time
      google google google
      harry potter and
      hello my name is
      hello world hello
      i am your father
      i dont have a password
      i forgot my password
      i hate passwords
      i hate this password
      i have no password
      i have the best password
      i love my children
      i love my daughter
      i love my family
      i love my husband
      i love you baby
      i love you forever
      i love you so much
      i love you very much
      i will always love you
      iamthebestintheworld
      ihavenopassword
      iloveyou iloveyou
      incorrect password
      it was the best of times
      jesus christ is lord
      jesus is my savior
      jesus loves me this i know
      jesusjesusjesus
      let me in let me in
      let me in please
      live laugh love live
      live long and prosper
      long live the king
      lord of the rings
      manchester united
      maytheforcebewithyou
      may the force be with you
      monkey monkey monkey
      mother of dragons
      my password is password
      my password is secret
      my secret password
      mynameisjohncena
      never gonna give you up
      never say never again
      no one will guess this
      nobody knows my password
      not my real password
      once upon a time
      one ring to rule them all
      open sesame open sesame
      passw0rdpassw0rd
      password1234567
      password12345678
      password123456789
      password1234567890
      passwordpassword
      passwordpassword1
      password password password
      princess princess
      qwerty1234567890
      qwertyuiop12345
      qwertyuiop123456
      qwertyuiop1234567890
      qwerty123456789
      red hot chili peppers
      rumpelstiltskin1
      secretsecretsecret
      sex drugs and rock and roll
      shakespeare shakespeare
      so long and thanks for all the fish
      supercalifragilistic
      supercalifragilisticexpialidocious
      superman superman
      sunshine sunshine
      test1234test1234
      testtesttesttest
      thank you very much
      the answer is 42
      the lord is my shepherd
      the matrix has you
      the quick brown fox
      the quick brown fox jumps over the lazy dog
      thequickbrownfox
      this is a password
      this is a secure password
      this is my password
      this is not a password
      this is the password
      thisismypassword
      thisisapassword1
      to be or not to be
      to infinity and beyond
      trustno1trustno1
      university of texas
      unbelievable123
      welcome to the jungle
      welcome welcome
      whatever whatever
      what is my password
      winter is coming
      wubba lubba dub dub
      you shall not pass
      your mom your mom
      zxcvbnmasdfghjkl
      zxcvbnmasdfghjklqwertyuiop
      """;

  private static final Set<String> BARE =
      LIST.lines().map(PasswordPolicy::bare).collect(Collectors.toUnmodifiableSet());

  private CommonPasswords() {}

  /** Whether the bare text is on the list. */
  static boolean contains(String bare) {
    return BARE.contains(bare);
  }
}
