/** Where a member of the server keeps its registers: a RocksDB database of their own. */
@NullMarked
package io.synod.store.registers;

import org.jspecify.annotations.NullMarked;
