package io.tallygate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.tallygate.audit.Database;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows of ARCHITECTURE.md: in a single module nothing else does. */
class ArchitectureTest {
    private static final String ROOT = "io.tallygate";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Each room and the rooms that it may call; a room that is not named here may not exist. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("crash", List.of()),
            Map.entry("timeout", List.of()),
            Map.entry("event", List.of()),
            Map.entry("schema", List.of("event")),
            Map.entry("check", List.of("schema", "event")),
            Map.entry("catalogue", List.of("schema", "event", "broker", "access")),
            Map.entry("dashboard", List.of("api")),
            Map.entry("model", List.of("event", "schema")),
            Map.entry("audit", List.of("event", "crash", "timeout")),
            Map.entry("quarantine", List.of("event", "audit", "crash")),
            Map.entry("api", List.of("event")),
            Map.entry("acts", List.of("event", "api", "audit", "access", "ingest")),
            Map.entry("access", List.of("event", "api", "audit")),
            Map.entry("ingest", List.of("event", "schema", "audit", "quarantine", "crash", "timeout")),
            Map.entry(
                    "ingest.http",
                    List.of("ingest", "event", "schema", "audit", "quarantine", "api", "access", "acts", "crash")),
            Map.entry("ingest.amqp", List.of("ingest", "event", "broker", "crash")),
            Map.entry("broker", List.of("event", "timeout")),
            Map.entry("relay", List.of("event", "schema", "audit", "broker", "crash")),
            Map.entry(
                    "jobs",
                    List.of(
                            "ingest",
                            "ingest.http",
                            "ingest.amqp",
                            "event",
                            "schema",
                            "audit",
                            "broker",
                            "api",
                            "access",
                            "acts",
                            "timeout")),
            Map.entry("demo", List.of("ingest", "event", "audit", "broker")),
            Map.entry("evolution", List.of("event", "schema")),
            Map.entry("projection", List.of("event", "schema", "audit")),
            Map.entry("figures", List.of("event", "schema", "audit", "projection")),
            Map.entry(
                    "query",
                    List.of(
                            "event",
                            "audit",
                            "quarantine",
                            "schema",
                            "evolution",
                            "api",
                            "access",
                            "acts",
                            "projection",
                            "figures")),
            Map.entry("embedded", List.of())));

    /** Within this room each dialect has a package of models, made of its schemas: as many as there are dialects. */
    private static final String MODELS = packageOf("model") + ".";

    /** The room that may call all others and that nobody may call. */
    private static final String BOOT = "boot";

    @TestFactory
    Stream<DynamicTest> eachRoomCallsOnlyTheRoomsItMay() {
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> {
                    List<String> allowed = Stream.concat(arrow.getValue().stream(), Stream.of(arrow.getKey()))
                            .map(ArchitectureTest::packageOf)
                            .toList();
                    noClasses()
                            .that(livesIn(packageOf(arrow.getKey())))
                            .should()
                            .dependOnClassesThat(isOursOutside(allowed))
                            .allowEmptyShould(true)
                            .check(OURS);
                }));
    }

    /** Whose data is read must be said, or the gateway's own connections, which see all, would answer. */
    @Test
    void queryReadsForSomebody() {
        noClasses()
                .that()
                .resideInAPackage(packageOf("query"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Database.class.getName())
                .check(OURS);
    }

    @Test
    void everyClassLivesInAKnownRoom() {
        String[] rooms = Stream.concat(
                        Stream.of(ROOT, packageOf(BOOT)),
                        ARROWS.keySet().stream().map(ArchitectureTest::packageOf))
                .toArray(String[]::new);
        classes().should(ArchCondition.from(livesIn(rooms))).check(OURS);
    }

    @Test
    void roomsAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Rooms())
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    /** A door is a room of its own: {@code ingest.http} may call what calls {@code ingest}. */
    private static final class Rooms implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT + ".")
                    ? SliceIdentifier.of(roomOf(type))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "rooms";
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        Map<String, Boolean> marked = OURS.stream()
                .collect(Collectors.toMap(
                        JavaClass::getPackageName,
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class),
                        Boolean::logicalOr,
                        TreeMap::new));
        assertThat(marked)
                .allSatisfy((name, isMarked) -> assertThat(isMarked).as(name).isTrue());
    }

    @Test
    void eventDependsOnNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage(packageOf("event"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "com.rabbitmq..", "java.sql..")
                .check(OURS);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room;
    }

    private static DescribedPredicate<JavaClass> isOursOutside(List<String> allowedPackages) {
        return DescribedPredicate.describe(
                "classes of Tallygate outside " + allowedPackages,
                type -> type.getPackageName().startsWith(ROOT + ".") && !allowedPackages.contains(roomOf(type)));
    }

    private static DescribedPredicate<JavaClass> livesIn(String... packages) {
        return DescribedPredicate.describe(
                "live in " + List.of(packages), type -> List.of(packages).contains(roomOf(type)));
    }

    private static String roomOf(JavaClass type) {
        return type.getPackageName().startsWith(MODELS) ? packageOf("model") : type.getPackageName();
    }
}
