/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The s3 back end of barman4j. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit is part of the service's name
module io.github.barman4j.storage.s3 {
  requires java.xml;
  requires static org.jspecify;
  requires transitive io.github.barman4j.core;
  requires org.slf4j;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.metrics;
  requires software.amazon.awssdk.profiles;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires transitive software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.services.sts;
  requires software.amazon.awssdk.utils;
  requires software.amazon.awssdk.identity.spi;

  exports io.github.barman4j.storage.s3;

  provides io.github.barman4j.storage.spi.ObjectStoreProvider with
      io.github.barman4j.storage.s3.S3ObjectStoreProvider;
}
