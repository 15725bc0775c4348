/** Tests of what the store's bytes look like. */
@org.jspecify.annotations.NullMarked
package io.synod.store.mvcc;
