/**
 * What clients asked of this member, who waits for the answer, and how answers get back to them.
 */
@NullMarked
package io.synod.node.requests;

import org.jspecify.annotations.NullMarked;
