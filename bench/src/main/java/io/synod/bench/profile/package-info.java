/** Where the processor time of a running member goes: by thread, and by what the threads run. */
@NullMarked
package io.synod.bench.profile;

import org.jspecify.annotations.NullMarked;
