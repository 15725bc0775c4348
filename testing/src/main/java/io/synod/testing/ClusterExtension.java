package io.synod.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts clusters where {@link SynodCluster} stands, and ends them. */
final class ClusterExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  /** Whose cluster it is: the context that starts it ends it. */
  private record Owned(Cluster cluster, String owner) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    startIfAsked(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startIfAsked(context);
  }

  private static void startIfAsked(ExtensionContext context) {
    Optional<SynodCluster> wanted =
        context
            .getElement()
            .flatMap(element -> AnnotationSupport.findAnnotation(element, SynodCluster.class));
    if (wanted.isPresent() && !isOwner(context)) {
      Cluster cluster = Cluster.start(wanted.get().members(), wanted.get().electionMillis());
      store(context).put(Cluster.class, new Owned(cluster, context.getUniqueId()));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Owned owned = owned(context);
    if (owned == null) {
      return;
    }
    if (isOwner(context)) {
      end(context, owned);
    } else {
      owned.cluster().heal();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Owned owned = owned(context);
    if (owned != null && isOwner(context)) {
      end(context, owned);
    }
  }

  private static void end(ExtensionContext context, Owned owned) {
    store(context).remove(Cluster.class);
    owned.cluster().close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Cluster.class);
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Owned owned = owned(context);
    if (owned == null) {
      throw new ParameterResolutionException(
          "There is no cluster yet where "
              + parameter.getDeclaringExecutable()
              + " is called: put @SynodCluster on the class, or ask for the cluster in the test"
              + " method.");
    }
    return owned.cluster();
  }

  private static boolean isOwner(ExtensionContext context) {
    Owned owned = owned(context);
    return owned != null && owned.owner().equals(context.getUniqueId());
  }

  // Looks in the contexts around this one too.
  private static @Nullable Owned owned(ExtensionContext context) {
    return store(context).get(Cluster.class, Owned.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
