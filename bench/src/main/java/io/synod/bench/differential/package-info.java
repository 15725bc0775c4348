/**
 * The differential test: the same random calls to etcd and to Synod, and every answer compared.
 * Which differences are meant is in {@code docs/compatibility.md}.
 */
@NullMarked
package io.synod.bench.differential;

import org.jspecify.annotations.NullMarked;
