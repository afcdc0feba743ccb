/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.util.function.Predicate;

/**
 * What {@link FaultProxy} has to know of a store's protocol: how it says that something failed, and
 * which requests are lists.
 *
 * @param contentType type of error bodies
 * @param errorBody an error body as a format of its code and its HTTP status
 * @param busy the code of an answer that asks to slow down, status 503
 * @param broken the code of an answer that the store failed, status 500
 * @param isList tells of method and target, separated by a space, whether it is a list
 * @param mayFailInSuccess tells likewise whether the store can answer it with 200 and an error body
 */
public record StoreProtocol(
    String contentType,
    String errorBody,
    String busy,
    String broken,
    Predicate<String> isList,
    Predicate<String> mayFailInSuccess) {

  /**
   * Amazon S3, addressed with paths.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
   *     CompleteMultipartUpload: "a 200 OK response can contain either a success or an error"</a>
   */
  public static final StoreProtocol S3 =
      new StoreProtocol(
          "application/xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
              + "<Error><Code>%1$s</Code><Message>Fault of the proxy</Message></Error>",
          "SlowDown",
          "InternalError",
          request -> request.matches("GET .*[?&]list-type=2.*"),
          request -> request.matches("POST .*[?&](uploadId=|delete).*"));

  /** Azure Blob Storage; its batches answer 202, and no other error comes as a success. */
  public static final StoreProtocol AZURE =
      new StoreProtocol(
          "application/xml",
          "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
              + "<Error><Code>%1$s</Code><Message>Fault of the proxy</Message></Error>",
          "ServerBusy",
          "InternalError",
          request -> request.matches("GET .*[?&]comp=list.*"),
          request -> false);

  /** The JSON API of Google Cloud Storage. */
  public static final StoreProtocol GCS =
      new StoreProtocol(
          "application/json",
          "{\"error\":{\"code\":%2$d,\"message\":\"Fault of the proxy\","
              + "\"errors\":[{\"reason\":\"%1$s\",\"message\":\"Fault of the proxy\"}]}}",
          "backendError",
          "internalError",
          request -> request.matches("GET [^?]*/o(\\?.*)?"),
          request -> false);

  String errorFor(int status) {
    return errorBody.formatted(status == HttpHead.BUSY ? busy : broken, status);
  }
}
