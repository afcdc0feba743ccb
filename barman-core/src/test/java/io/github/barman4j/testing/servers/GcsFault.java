/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

/** What a fake Google Cloud Storage does with a request instead of answering it well. */
public enum GcsFault {
  /** Answer 503, doing nothing. */
  BUSY,
  /** Answer 429, doing nothing. */
  THROTTLED,
  /** Answer 403, doing nothing. */
  DENIED,
  /** Answer 401, doing nothing. */
  UNAUTHORIZED,
  /** Answer 404 for the bucket, doing nothing. */
  NO_BUCKET,
  /** Close the connection, doing nothing. */
  CUT,
  /** Do it, then close the connection without an answer. */
  LOSE_ANSWER,
  /** Do it, then end the server without an answer. */
  DIE,
  /** Answer with half of the body, then close the connection. */
  TRUNCATE,
  /** Answer with one bit of the body wrong. */
  DAMAGE,
  /** Keep only half of a chunk that is not the last, and say so. */
  SHORT,
  /** Forget the upload, then answer 404. */
  FORGET,
  /** Never answer. */
  HANG
}
