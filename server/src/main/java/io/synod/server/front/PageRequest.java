package io.synod.server.front;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What is asked of a page.
 *
 * @param query the values of each parameter
 * @param eventLoop where the page has to be given
 */
public record PageRequest(Map<String, List<String>> query, Executor eventLoop) {

  /** All values of a parameter. */
  public List<String> all(String parameter) {
    return query.getOrDefault(parameter, List.of());
  }

  /** Whether a parameter is there with this as its first value. */
  public boolean says(String parameter, String value) {
    List<String> values = all(parameter);
    return !values.isEmpty() && values.getFirst().equals(value);
  }
}
