package dev.holdfast.app;

import dev.holdfast.shared.bus.Command;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.Query;
import dev.holdfast.shared.bus.QueryBus;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.stereotype.Component;

/** A command or query that nobody handles stops the start. */
@Component
final class BusCheck implements SmartInitializingSingleton {
  private final CommandBus commands;
  private final QueryBus queries;

  BusCheck(CommandBus commands, QueryBus queries) {
    this.commands = commands;
    this.queries = queries;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var unhandled = new TreeSet<String>();
    unhandled.addAll(missing(Command.class, commands.handled()));
    unhandled.addAll(missing(Query.class, queries.handled()));
    if (!unhandled.isEmpty()) {
      throw new IllegalStateException("no handler for " + String.join(", ", unhandled));
    }
  }

  private static Set<String> missing(Class<?> kind, Set<Class<?>> handled) {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AssignableTypeFilter(kind));
    var missing =
        scanner.findCandidateComponents("dev.holdfast").stream()
            .map(found -> String.valueOf(found.getBeanClassName()))
            .collect(Collectors.toSet());
    handled.forEach(type -> missing.remove(type.getName()));
    return missing;
  }
}
