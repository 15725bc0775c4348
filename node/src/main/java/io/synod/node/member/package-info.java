/**
 * One running member: its core thread, what it is made of, and the ports through which it has
 * everything from outside.
 */
@NullMarked
package io.synod.node.member;

import org.jspecify.annotations.NullMarked;
