/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Bad luck on the wire: a proxy that stands before the process of a real store and does to its
 * requests and answers what networks and busy stores do.
 *
 * <pre>{@code
 * try (S3Server s3 = S3Server.s3proxy();
 *     FaultProxy proxy = FaultProxy.before(s3.endpoint(), StoreProtocol.S3)) {
 *   FaultSchedule schedule = FaultSchedule.random(42);
 *   proxy.play(schedule);
 *   // the job, with proxy.endpoint() as the store's address
 *   proxy.heal();
 *   // what is in the store now, asked without faults
 * }
 * }</pre>
 */
@NullMarked
package io.github.barman4j.testing.faults;

import org.jspecify.annotations.NullMarked;
