package dev.holdfast.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.redis.PlantedAdapter;
import dev.holdfast.adapter.redis.PlantedUpward;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.PlantedModel;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.port.PlantedPort;
import dev.holdfast.booking.usecase.BookingDesk;
import dev.holdfast.booking.usecase.PlantedUseCase;
import dev.holdfast.feed.Position;
import dev.holdfast.health.Health;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.resource.Resource;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.user.User;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The thin walls of the house; Maven holds the big ones. Packages are named by a class in them.
 * Each rule is also held against a class planted to break it, so that none is empty.
 */
class ArchitectureTest {
  private static final String ROOT = parent(Booking.class.getPackageName());
  private static final List<Class<?>> CONTEXTS =
      List.of(
          Booking.class,
          Resource.class,
          User.class,
          Position.class,
          AuditEntry.class,
          Endpoint.class,
          Health.class);
  private static final String ADAPTERS = parent(Database.class.getPackageName());
  private static final String APP = Holdfast.class.getPackageName();
  private static final String PORT = last(Bookings.class.getPackageName());
  private static final String USE_CASE = last(BookingDesk.class.getPackageName());

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(modelIsPlainJava(), PlantedModel.class),
        Arguments.of(portsKnowTheirModelOnly(), PlantedPort.class),
        Arguments.of(otherContextsThroughTheirUseCases(), PlantedUseCase.class),
        Arguments.of(noAdapterKnowsAnother(), PlantedAdapter.class),
        Arguments.of(nobodyImportsApp(), PlantedUpward.class));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeepsTheRule(ArchRule rule, Class<?> planted) {
    assertThat(PRODUCTION).isNotEmpty();
    rule.check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleSeesWhatBreaksIt(ArchRule rule, Class<?> planted) {
    var broken = new ClassFileImporter().importClasses(planted, Database.class, Holdfast.class);
    assertThatThrownBy(() -> rule.check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(planted.getSimpleName());
  }

  private static ArchRule modelIsPlainJava() {
    return classes()
        .that(areModel())
        .should()
        .onlyDependOnClassesThat(
            areModel().or(inPackage("java.")).or(inPackage("org.jspecify.")).or(inShared()))
        .as("a model knows java, JSpecify, what is shared, and the models of other contexts");
  }

  private static ArchRule portsKnowTheirModelOnly() {
    return classes()
        .that(arePorts())
        .should()
        .onlyDependOnClassesThat(
            areModel()
                .or(arePorts())
                .or(inPackage("java."))
                .or(inPackage("org.jspecify."))
                .or(inPackage("reactor."))
                .or(inPackage("org.reactivestreams."))
                .or(inShared()))
        .as("a port knows models, signals and what is shared");
  }

  private static ArchRule otherContextsThroughTheirUseCases() {
    return classes()
        .that(areUseCases())
        .should(
            new ArchCondition<JavaClass>("reach ports of their own context only") {
              @Override
              public void check(JavaClass useCase, ConditionEvents events) {
                useCase.getDirectDependenciesFromSelf().stream()
                    .filter(to -> arePorts().test(to.getTargetClass().getBaseComponentType()))
                    .filter(to -> !isOwnOrCommon(useCase, to.getTargetClass()))
                    .forEach(
                        to ->
                            events.add(
                                SimpleConditionEvent.violated(useCase, to.getDescription())));
              }
            });
  }

  /** The log and people's keys serve every context as they are. */
  private static boolean isOwnOrCommon(JavaClass useCase, JavaClass port) {
    var context = parent(port.getBaseComponentType().getPackageName());
    return context.equals(parent(useCase.getPackageName()))
        || context.equals(Position.class.getPackageName())
        || port.getSimpleName().startsWith("PersonalKey");
  }

  private static ArchRule noAdapterKnowsAnother() {
    return slices()
        .matching(ADAPTERS + ".(*)..")
        .should()
        .notDependOnEachOther()
        .as("no adapter knows another");
  }

  private static ArchRule nobodyImportsApp() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(APP + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(APP + "..")
        .as("nobody imports app");
  }

  private static DescribedPredicate<JavaClass> areModel() {
    return DescribedPredicate.describe(
        "are model",
        type ->
            CONTEXTS.stream()
                .anyMatch(context -> context.getPackageName().equals(type.getPackageName())));
  }

  private static DescribedPredicate<JavaClass> arePorts() {
    return inRoom(PORT);
  }

  private static DescribedPredicate<JavaClass> areUseCases() {
    return inRoom(USE_CASE);
  }

  private static DescribedPredicate<JavaClass> inRoom(String room) {
    return DescribedPredicate.describe(
        "are in a " + room,
        type ->
            CONTEXTS.stream()
                .anyMatch(
                    context ->
                        type.getPackageName().equals(context.getPackageName() + "." + room)));
  }

  private static DescribedPredicate<JavaClass> inShared() {
    return inPackage(TimeRange.class.getPackageName());
  }

  private static DescribedPredicate<JavaClass> inPackage(String prefix) {
    return DescribedPredicate.describe(
        "are in " + prefix,
        type ->
            type.getBaseComponentType().isPrimitive()
                || type.getBaseComponentType().getName().startsWith(prefix));
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
