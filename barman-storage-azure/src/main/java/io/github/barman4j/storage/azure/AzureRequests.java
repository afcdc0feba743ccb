/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlobCopyFromUrlOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockFromUrlOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the requests that touch an object, so that encryption scope, access tier, tags and write
 * id are on every one that needs them.
 */
final class AzureRequests {

  /** Metadata that names a write, by which a write whose answer was lost is recognised. */
  static final String WRITE_ID = "barman4j_write";

  private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");
  private static final HttpHeaderName RANGE = HttpHeaderName.fromString("x-ms-range");
  private static final String CONTENT_TYPE = "application/octet-stream";
  private static final Pattern UNSAFE = Pattern.compile("/\\.{1,2}/|\\\\");
  private static final int MD5_BUFFER = 64 << 10;

  private final BlobContainerClient container;
  private final AzureLocation location;
  private final @Nullable String encryptionScope;
  private final Optional<AccessTier> tier;
  private final boolean md5;

  AzureRequests(BlobContainerClient container, AzureOptions options) {
    this.container = container;
    location = options.location();
    encryptionScope = options.find(AzureSettings.ENCRYPTION_SCOPE).orElse(null);
    tier = options.find(AzureSettings.ACCESS_TIER).map(AzureRequests::tier);
    md5 = options.get(AzureSettings.CONTENT_MD5);
  }

  /**
   * Returns the client of an object.
   *
   * @throws IllegalArgumentException if a name in the key is a dot or two, which HTTP resolves, or
   *     it has a backslash, which is taken for a slash
   */
  BlockBlobClient blob(ObjectKey key) {
    if (isUnsafe(key)) {
      throw new IllegalArgumentException(
          "In Azure a key has no backslash and no '.' or '..' between slashes, got '" + key + "'");
    }
    var blob = container.getBlobClient(location.fullKey(key));
    return encryptionScope == null
        ? blob.getBlockBlobClient()
        : blob.getEncryptionScopeClient(encryptionScope).getBlockBlobClient();
  }

  boolean isUnsafe(ObjectKey key) {
    return UNSAFE.matcher("/" + key + "/").find();
  }

  HttpRequest get(ObjectKey key, GetOptions options) {
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, blob(key).getBlobUrl())
            .setHeader(VERSION, BlobServiceVersion.getLatest().getVersion())
            .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    ByteRange range = options.range();
    if (range != null) {
      request.setHeader(RANGE, range.toHttpHeader());
    }
    String etag = options.ifMatch();
    return etag == null
        ? request
        : request.setHeader(HttpHeaderName.IF_MATCH, AzureContext.quoted(etag));
  }

  BlockBlobSimpleUploadOptions put(AzureWrite write, PartBody body) {
    return new BlockBlobSimpleUploadOptions(data(body))
        .setHeaders(headers())
        .setMetadata(metadata(write))
        .setTags(tags(write))
        .setTier(tier.orElse(null))
        .setContentMd5(md5(body))
        .setRequestConditions(condition(write));
  }

  BlockBlobStageBlockOptions block(AzureWrite write, int number, PartBody body) {
    return new BlockBlobStageBlockOptions(blockId(write, number), data(body))
        .setContentMd5(md5(body));
  }

  BlockBlobCommitBlockListOptions commit(AzureWrite write, List<String> blocks) {
    return new BlockBlobCommitBlockListOptions(blocks)
        .setHeaders(headers())
        .setMetadata(metadata(write))
        .setTags(tags(write))
        .setTier(tier.orElse(null))
        .setRequestConditions(condition(write));
  }

  BlobCopyFromUrlOptions copy(AzureWrite write, AzureCopySource source) {
    return new BlobCopyFromUrlOptions(source.url())
        .setSourceAuthorization(source.authorization())
        .setMetadata(metadata(write))
        .setTags(tags(write))
        .setTier(tier.orElse(null))
        .setSourceRequestConditions(ifMatch(source.etag()))
        .setDestinationRequestConditions(condition(write));
  }

  static BlockBlobStageBlockFromUrlOptions copiedBlock(
      String block, AzureCopySource source, ByteRange range) {
    return new BlockBlobStageBlockFromUrlOptions(block, source.url())
        .setSourceAuthorization(source.authorization())
        .setSourceRange(new BlobRange(range.offset(), range.length()))
        .setSourceRequestConditions(ifMatch(source.etag()));
  }

  /**
   * Names a block. Blocks that wait at one key have names of one length; the write's id keeps those
   * of two writers apart.
   */
  static String blockId(AzureWrite write, int number) {
    String name = write.id() + String.format(Locale.ROOT, "-%06d", number);
    return Base64.getEncoder().encodeToString(name.getBytes(US_ASCII));
  }

  static BlobRequestConditions ifMatch(String etag) {
    return new BlobRequestConditions().setIfMatch(AzureContext.quoted(etag));
  }

  private static BlobRequestConditions condition(AzureWrite write) {
    if (write.condition() instanceof WriteCondition.IfMatch ifMatch) {
      return ifMatch(ifMatch.etag());
    }
    BlobRequestConditions conditions = new BlobRequestConditions();
    return write.condition() instanceof WriteCondition.IfAbsent
        ? conditions.setIfNoneMatch("*")
        : conditions;
  }

  private static BlobHttpHeaders headers() {
    return new BlobHttpHeaders().setContentType(CONTENT_TYPE);
  }

  private static Map<String, String> metadata(AzureWrite write) {
    return Map.of(WRITE_ID, write.id());
  }

  private static @Nullable Map<String, String> tags(AzureWrite write) {
    return write.tags().isEmpty() ? null : write.tags().values();
  }

  private static BinaryData data(PartBody body) {
    return body.size() == 0
        ? BinaryData.fromBytes(new byte[0])
        : BinaryData.fromStream(body.open(), body.size());
  }

  private byte @Nullable [] md5(PartBody body) {
    return md5 ? md5(body.open()) : null;
  }

  private static byte[] md5(InputStream in) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[MD5_BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has MD5", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
  }

  private static AccessTier tier(String name) {
    return switch (name) {
      case "hot" -> AccessTier.HOT;
      case "cool" -> AccessTier.COOL;
      default -> AccessTier.COLD;
    };
  }
}
