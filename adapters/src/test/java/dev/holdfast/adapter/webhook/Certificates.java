package dev.holdfast.adapter.webhook;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of a test's own, made by the JDK's tool, and whoever trusts it. */
record Certificates(SslContext server, SslContext client) {
  private static final String PASSWORD = "only-for-tests";

  static Certificates of(String host, Path folder) throws Exception {
    var file = folder.resolve(host + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "test",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + host,
            "-ext",
            "SAN=dns:" + host,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    var tool = new ProcessBuilder(command).inheritIO().start();
    if (tool.waitFor() != 0) {
      throw new AssertionError("keytool has failed");
    }
    var keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    var owner = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    owner.init(keys, PASSWORD.toCharArray());
    var anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("test", keys.getCertificate("test"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    return new Certificates(
        SslContextBuilder.forServer(owner).sslProvider(SslProvider.JDK).build(),
        SslContextBuilder.forClient().trustManager(trust).sslProvider(SslProvider.JDK).build());
  }
}
