/**
 * The core's values as bytes: what {@code log.proto} declares, written and read without an object
 * for each field.
 */
@NullMarked
package io.synod.node.codec;

import org.jspecify.annotations.NullMarked;
