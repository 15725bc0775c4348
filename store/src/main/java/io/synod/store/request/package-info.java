/**
 * What may be asked of the store: commands as they stand in the log, and the reasons for which
 * requests are refused.
 */
@NullMarked
package io.synod.store.request;

import org.jspecify.annotations.NullMarked;
