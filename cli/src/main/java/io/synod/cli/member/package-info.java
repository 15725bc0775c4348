/** {@code synod server}: etcd's flags and variables, and the member that runs by them. */
@NullMarked
package io.synod.cli.member;

import org.jspecify.annotations.NullMarked;
