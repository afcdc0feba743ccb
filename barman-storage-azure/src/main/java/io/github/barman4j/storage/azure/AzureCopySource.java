/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpAuthorization;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the store has to know to read the source of a copy, for which the right to write the target
 * is not enough, see "Copy Blob From URL". Made for each request, so that it does not expire.
 *
 * @param authorization a token; null if the URL says it all
 */
record AzureCopySource(String url, String etag, @Nullable HttpAuthorization authorization) {

  private static final String SCOPE = "https://storage.azure.com/.default";
  private static final Duration VALID = Duration.ofHours(1);

  static AzureCopySource of(AzureContext context, ObjectMetadata from) {
    BlockBlobClient blob = context.requests().blob(from.key());
    AzureAccess access = context.access();
    if (access instanceof AzureAccess.Token token) {
      TokenRequestContext scope = new TokenRequestContext().addScopes(SCOPE);
      String value = token.credential().getTokenSync(scope).getToken();
      return new AzureCopySource(
          blob.getBlobUrl(), from.etag(), new HttpAuthorization("Bearer", value));
    }
    String query = access instanceof AzureAccess.SharedAccess sas ? signature(sas) : signed(blob);
    return new AzureCopySource(blob.getBlobUrl() + query, from.etag(), null);
  }

  private static String signature(AzureAccess.SharedAccess access) {
    return "?" + AzureRotation.signature(access.token().get());
  }

  /** A client of the caller may have no key to sign with; then the source has to be public. */
  private static String signed(BlockBlobClient blob) {
    if (StorageSharedKeyCredential.getSharedKeyCredentialFromPipeline(blob.getHttpPipeline())
        == null) {
      return "";
    }
    return "?"
        + blob.generateSas(
            new BlobServiceSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plus(VALID),
                new BlobSasPermission().setReadPermission(true)));
  }
}
