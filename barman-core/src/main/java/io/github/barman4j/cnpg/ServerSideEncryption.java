/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** Encryption that S3 is asked for. */
public enum ServerSideEncryption {
  /** With keys of S3. */
  AES256("AES256"),
  /** With keys in the key management service. */
  AWS_KMS("aws:kms");

  private final String text;

  ServerSideEncryption(String text) {
    this.text = text;
  }

  /** Returns how the resource writes it. */
  @Override
  public String toString() {
    return text;
  }
}
