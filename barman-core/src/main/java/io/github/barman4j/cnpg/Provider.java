/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** The kinds of store, as Barman's {@code --cloud-provider} calls them. */
enum Provider {
  S3("aws-s3", "S3"),
  AZURE("azure-blob-storage", "Azure"),
  GOOGLE("google-cloud-storage", "Google Cloud Storage");

  private final String option;
  private final String label;

  Provider(String option, String label) {
    this.option = option;
    this.label = label;
  }

  static Provider of(ProviderCredentials credentials) {
    if (credentials instanceof S3Credentials) {
      return S3;
    }
    return credentials instanceof AzureCredentials ? AZURE : GOOGLE;
  }

  String option() {
    return option;
  }

  void require(Provider needed) {
    if (this != needed) {
      throw new IllegalArgumentException("is for " + needed.label + " only");
    }
  }
}
