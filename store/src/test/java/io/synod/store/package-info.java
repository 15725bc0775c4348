@NullMarked
package io.synod.store;

import org.jspecify.annotations.NullMarked;
