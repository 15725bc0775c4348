/**
 * The protocol: pure state machines that use nothing but the JDK.
 *
 * <p>Only Synod's own modules see it. Those that are not modules themselves find it on the class
 * path, where exports bind nobody.
 */
@SuppressWarnings("module") // io.synod.node is compiled after this one
module io.synod.core {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports io.synod.core to
      io.synod.node;
  exports io.synod.core.log to
      io.synod.node;
  exports io.synod.core.register to
      io.synod.node;
  exports io.synod.core.replica to
      io.synod.node;
}
