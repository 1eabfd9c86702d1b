package dev.holdfast.adapter.security;

import com.nimbusds.jose.JWSAlgorithm;
import dev.holdfast.shared.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An issuer outside, and how its access tokens are read.
 *
 * @param issuer as in {@code iss}
 * @param keys where its public keys are, as a JSON Web Key Set
 * @param audience what has to be among {@code aud}
 * @param algorithms with which tokens may be signed
 * @param types what {@code typ} may be
 * @param userClaim the claim with the id of the account here; names of claims within claims are put
 *     behind one another with dots
 * @param roleClaim the claim with a role, or several
 * @param roles what the values of that claim mean here
 */
public record OpenIdSettings(
    String issuer,
    URI keys,
    String audience,
    Set<JWSAlgorithm> algorithms,
    Set<String> types,
    String userClaim,
    String roleClaim,
    Map<String, Role> roles) {

  public OpenIdSettings {
    algorithms = Set.copyOf(algorithms);
    types = Set.copyOf(types);
    roles = Map.copyOf(roles);
    if (algorithms.isEmpty() || types.isEmpty()) {
      throw new IllegalArgumentException("at least one algorithm and one type are needed");
    }
    if (roles.containsValue(Role.ANONYMOUS) || roles.containsValue(Role.SYSTEM)) {
      throw new IllegalArgumentException("nobody has an account as ANONYMOUS or SYSTEM");
    }
  }

  /**
   * The algorithms of these names (RFC 7518 §3.1).
   *
   * @throws IllegalArgumentException when one is unknown, or would need a secret that is shared
   */
  public static Set<JWSAlgorithm> algorithms(List<String> names) {
    return names.stream().map(OpenIdSettings::algorithm).collect(Collectors.toUnmodifiableSet());
  }

  private static JWSAlgorithm algorithm(String name) {
    var algorithm = JWSAlgorithm.parse(name);
    if (!OpenIdKey.ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException(name + " is no algorithm for access tokens");
    }
    return algorithm;
  }
}
