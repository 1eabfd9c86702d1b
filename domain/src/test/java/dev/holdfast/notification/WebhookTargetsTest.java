package dev.holdfast.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.notification.NotificationRejection.ForbiddenUrl;
import dev.holdfast.shared.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetsTest {
  private final WebhookTargets production = new WebhookTargets(false);
  private final WebhookTargets developing = new WebhookTargets(true);

  private static void assertForbidden(WebhookTargets targets, String url) {
    assertThatThrownBy(() -> targets.judge(url))
        .isInstanceOfSatisfying(
            RejectedException.class,
            refused -> assertThat(refused.rejection()).isInstanceOf(ForbiddenUrl.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "https://example.com/",
        "https://example.com/hooks?room=1&x=%20",
        "https://hooks.example.com:443/a",
        "https://hooks.example.com:1024/a",
        "https://hooks.example.com:8443/a",
        "https://hooks.example.com:65535/a",
        "HTTPS://Hooks.Example.COM/a",
        "https://example.com./a",
        "https://8.8.8.8/a",
        "https://1.1.1.1:8443/a",
        "https://[2606:4700:4700::1111]/a",
        "https://localhost.example.com/a",
        "https://xn--bcher-kva.example/a",
      })
  void whatLeadsToThePublicInternetIsAllowed(String url) {
    assertThat(WebhookTargets.isUrl(url)).isTrue();
    assertThat(production.judge(url).isLoopback()).isFalse();
    assertThat(developing.judge(url).isLoopback()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://",
        "file:",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "javascript:alert(1)",
        "https:example.com",
        "https://a@b/",
        "https://user:secret@example.com/",
        "https://@example.com/",
        "https://example.com@127.0.0.1/",
        "https://example.com:22/",
        "https://example.com:25/",
        "https://example.com:80/",
        "https://example.com:0/",
        "https://example.com:442/",
        "https://example.com:444/",
        "https://example.com:1023/",
        "https://example.com:65536/",
        "https://127.1/",
        "https://127.0.1/",
        "https://127.0.0.1/",
        "https://127.0.0.1:8443/",
        "https://127.0.0.1./",
        "https://2130706433/",
        "https://134744072/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://010.8.8.8/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0x7f.1/",
        "https://8.8.8.0x8/",
        "https://8.8.8.256/",
        "https://8.8.8.8.8/",
        "https://0/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[::169.254.169.254]/",
        "https://[2002:a9fe:a9fe::]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[64:ff9b:1::a9fe:a9fe]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "https://[2001:db8::1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456::1]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[ff02::1]/",
        "https://2002:a9fe:a9fe::/",
        "https://localhost/",
        "https://localhost./",
        "https://LOCALHOST:8443/",
        "https://anything.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://router.lan/",
        "https://nas.home.arpa/",
        "https://intranet/",
        "https://%31%32%37.0.0.1/",
        "https://my_host.example.com/",
        "https://127。0。0。1/",
      })
  void whatMayLeadElsewhereIsForbidden(String url) {
    assertForbidden(production, url);
    assertForbidden(developing, url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.1",
        "example.com/hooks",
        "//example.com/hooks",
        "https://",
        "https://exa mple.com/",
        "https://example.com/ ",
        "https://example.com\\@127.0.0.1/",
        "https://example.com/#fragment",
        "https://[::1/",
      })
  void whatIsNoUrlIsToldApart(String text) {
    assertThat(WebhookTargets.isUrl(text)).isFalse();
    assertForbidden(developing, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000",
        "http://127.0.0.1:9000/",
        "http://127.0.0.1:1024/hooks?a=b",
        "http://localhost:9000/hooks",
        "http://localhost:65535?a",
      })
  void onlyADevelopersServerCallsTheLoopback(String url) {
    assertThat(developing.judge(url).isLoopback()).isTrue();
    assertThat(developing.judge(url).isNamed()).isFalse();
    assertForbidden(production, url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1",
        "http://127.0.0.1/",
        "http://localhost/hooks",
        "http://127.0.0.1:80/",
        "http://127.0.0.1:1023/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:8080@example.com/",
        "http://127.0.0.1:8080.example.com/",
        "http://a@127.0.0.1:9000/",
        "http://127.0.0.2:9000/",
        "http://127.1:9000/",
        "http://[::1]:9000/",
        "http://localhost.:9000/",
        "http://localhost.example.com:9000/",
        "HTTP://localhost:9000/",
        "https://localhost:9000/",
        "http://10.0.0.1:9000/",
        "http://example.com:9000/",
      })
  void aDevelopersServerCallsExactlyThatAndNothingLikeIt(String url) {
    assertForbidden(developing, url);
    assertForbidden(production, url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/", "https://hooks.example.com:8443/"})
  void aNameMustBeLookedUp(String url) {
    assertThat(production.judge(url).isNamed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://8.8.8.8/", "https://[2606:4700:4700::1111]/"})
  void anAddressNeedNot(String url) {
    assertThat(production.judge(url).isNamed()).isFalse();
  }
}
