/** The program of docs/embedding.md, word for word. */
@NullMarked
package io.synod.examples.embedding;

import org.jspecify.annotations.NullMarked;
