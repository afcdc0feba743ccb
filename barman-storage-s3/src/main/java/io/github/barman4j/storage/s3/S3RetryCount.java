/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** Counts how often the SDK repeated a request that succeeded, which its answer does not tell. */
final class S3RetryCount implements MetricPublisher {

  private final S3Client client;
  private final AtomicInteger count = new AtomicInteger();

  S3RetryCount(S3Client client) {
    this.client = client;
  }

  /** Returns the request so that it is counted; publishers of the client are told all the same. */
  CreateMultipartUploadRequest counting(CreateMultipartUploadRequest request) {
    AwsRequestOverrideConfiguration.Builder override =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder);
    override.addMetricPublisher(this);
    client
        .serviceClientConfiguration()
        .overrideConfiguration()
        .metricPublishers()
        .forEach(override::addMetricPublisher);
    return request.toBuilder().overrideConfiguration(override.build()).build();
  }

  boolean any() {
    return count.get() > 0;
  }

  @Override
  public void publish(MetricCollection metrics) {
    metrics.metricValues(CoreMetric.RETRY_COUNT).forEach(count::addAndGet);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
