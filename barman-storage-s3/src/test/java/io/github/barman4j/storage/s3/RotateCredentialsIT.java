/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Keys that are swapped in the middle of an upload, with servers that check signatures. */
class RotateCredentialsIT {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final int PART = 5 << 20;
  private static final int PARTS = 6;

  /** Servers that check signatures. */
  enum Server {
    S3PROXY(S3Server::s3proxy),
    CEPH(S3Server::ceph);

    private final transient Supplier<S3Server> start;

    Server(Supplier<S3Server> start) {
      this.start = start;
    }
  }

  /** Gives out a key that the server does not know for one request, from some moment on. */
  private static final class SwappedKey implements AwsCredentialsProvider {

    /** A request asks what it will be signed with, and then for that. */
    private static final int OF_ONE_REQUEST = 2;

    private final AwsCredentials right;
    private final AwsCredentials wrong;
    private int wrongOnesLeft;

    SwappedKey(S3Server server, AwsCredentials wrong) {
      right = AwsBasicCredentials.create(server.accessKey(), server.secretKey());
      this.wrong = wrong;
    }

    synchronized void swap() {
      wrongOnesLeft = OF_ONE_REQUEST;
    }

    synchronized int wrongOnesLeft() {
      return wrongOnesLeft;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
      return wrongOnesLeft-- > 0 ? wrong : right;
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void rotateCredentialsInTheMiddleOfAnUpload(Server which) throws IOException {
    try (S3Server server = which.start.get()) {
      AwsCredentials unknown = AwsBasicCredentials.create("AKIDUNKNOWN000", "not-the-secret");
      AwsCredentials old = AwsBasicCredentials.create(server.accessKey(), "the-secret-of-before");
      S3Options.Builder options = options(server);
      for (AwsCredentials wrong : new AwsCredentials[] {unknown, old}) {
        upload(options, new SwappedKey(server, wrong));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void aSwapToAKeyThatStaysWrongPublishesNothing(Server which) throws IOException {
    try (S3Server server = which.start.get()) {
      AwsCredentials right = AwsBasicCredentials.create(server.accessKey(), server.secretKey());
      AwsCredentials wrong = AwsBasicCredentials.create(server.accessKey(), "not-the-secret");
      AwsCredentials[] current = {right};
      S3Options.Builder options = options(server).credentials(() -> current[0]);
      try (S3ObjectStore store = S3ObjectStore.create(options.build())) {
        assertThatThrownBy(
                () -> store.put(KEY, body(() -> current[0] = wrong), PutOptions.overwrite()))
            .isInstanceOf(StoreAccessDeniedException.class)
            .hasMessageNotContaining("not-the-secret");
        assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
        current[0] = right;
        assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(ObjectNotFoundException.class);
      }
    }
  }

  private static void upload(S3Options.Builder options, SwappedKey key) throws IOException {
    try (S3ObjectStore store = S3ObjectStore.create(options.credentials(key).build())) {
      store.put(KEY, body(key::swap), PutOptions.overwrite());
      assertThat(key.wrongOnesLeft()).as("the wrong key was used").isNegative();
      try (ObjectContent content = store.get(KEY, GetOptions.all())) {
        assertThat(content.stream().readAllBytes()).isEqualTo(bytes());
      }
    }
  }

  private static S3Options.Builder options(S3Server server) {
    return S3Options.forS3Compatible(
            new S3Location(server.createBucket(), "rotate"), server.endpoint())
        .partSize(PART)
        .property("upload-threads", "1");
  }

  /** Lets something happen when half of it is written. */
  private static ObjectBody body(Runnable halfway) {
    return out -> {
      int half = PART * PARTS / 2;
      out.write(bytes(), 0, half);
      halfway.run();
      out.write(bytes(), half, PART * PARTS - half);
    };
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[PART * PARTS];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
