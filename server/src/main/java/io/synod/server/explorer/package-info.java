/**
 * The Explorer before a member: its page's files, and what the member knows of its cluster, told
 * again and again to whoever looks.
 */
@NullMarked
package io.synod.server.explorer;

import org.jspecify.annotations.NullMarked;
