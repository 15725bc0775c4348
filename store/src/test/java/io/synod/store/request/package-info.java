@NullMarked
package io.synod.store.request;

import org.jspecify.annotations.NullMarked;
