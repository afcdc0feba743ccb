/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

/**
 * What a {@link WalFetcher} was doing at one moment.
 *
 * @param inFlight segments that are being prefetched, or wait for their turn
 * @param spooled segments that are prefetched and not asked for yet
 * @param fetchedDirectly files delivered from the archive since the fetcher was opened
 * @param fetchedFromSpool segments delivered from the spool since then
 * @param prefetchPaused whether a prefetch found nothing or failed, and no segment was delivered
 *     since; until then nothing more is prefetched
 */
public record WalFetcherStatus(
    int inFlight,
    int spooled,
    long fetchedDirectly,
    long fetchedFromSpool,
    boolean prefetchPaused) {}
