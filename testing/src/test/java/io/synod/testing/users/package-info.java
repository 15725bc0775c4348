/** Real users: Debian's etcdctl and jetcd against whole clusters. */
@NullMarked
package io.synod.testing.users;

import org.jspecify.annotations.NullMarked;
