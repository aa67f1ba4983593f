package io.penstock;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.rabbitmq.client.Channel;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.penstock.client.JobClient;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.event.Outbox;
import io.penstock.internal.event.Spool;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.job.Settler;
import io.penstock.worker.WorkerMain;
import java.util.Arrays;

/** Who may do what, and who may know whom. */
@AnalyzeClasses(
        packages = "io.penstock",
        importOptions = {ArchitectureTest.NoTests.class})
class ArchitectureTest {

    /** Tests, wherever they are compiled to, and their servers are on the class path too. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("/io/penstock/testbed/");
        }
    }

    @ArchTest
    static final ArchRule only_the_settler_answers_deliveries =
            onlyIn(Settler.class).may(call(Channel.class, "basic(Ack|Nack|Reject|Recover)"));

    @ArchTest
    static final ArchRule the_settler_does_answer_deliveries = does(Settler.class, call(Channel.class, "basicAck"));

    /** What the voice says is said again soon, or found out without it. */
    @ArchTest
    static final ArchRule only_the_confirm_window_and_the_voice_publish_to_a_channel = onlyIn(
                    "io.penstock.internal.amqp.ConfirmWindow", FleetVoice.class.getName())
            .may(call(Channel.class, "basicPublish"));

    @ArchTest
    static final ArchRule only_those_who_wait_for_the_confirm_publish = onlyIn(
                    Settler.class, Outbox.class, Spool.class, JobClient.class, Publisher.class)
            .may(call(Publisher.class, "publish"));

    @ArchTest
    static final ArchRule nobody_reads_a_queue_by_polling = nobody().may(call(Channel.class, "basicGet"));

    @ArchTest
    static final ArchRule no_queue_or_binding_is_ever_deleted_or_purged =
            nobody().may(call(Channel.class, "(queue(Delete|Purge|Unbind)|exchangeUnbind).*"));

    /** Nothing is bound to a gate, and no message goes through it. */
    @ArchTest
    static final ArchRule no_exchange_is_ever_deleted_but_a_gate =
            onlyIn(Gates.class).may(call(Channel.class, "exchangeDelete.*"));

    @ArchTest
    static final ArchRule what_plug_ins_see_does_not_lean_on_what_they_must_not_see = noClasses()
            .that()
            .resideInAnyPackage("io.penstock", "io.penstock.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.internal..", "io.penstock.worker..", "io.penstock.client..");

    @ArchTest
    static final ArchRule internals_are_known_to_the_worker_and_the_client_only = classes()
            .that()
            .resideInAPackage("io.penstock.internal..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("io.penstock.internal..", "io.penstock.worker..", "io.penstock.client..");

    @ArchTest
    static final ArchRule the_runtime_does_not_know_the_process_around_it = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.worker..", "io.penstock.client..");

    @ArchTest
    static final ArchRule what_plug_ins_see_shows_no_library_but_micrometer_and_jspecify = classes()
            .that()
            .resideInAnyPackage("io.penstock", "io.penstock.spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.penstock",
                    "io.penstock.spi..",
                    "io.micrometer.core.instrument",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule packages_depend_on_each_other_in_one_direction =
            slices().matching("io.penstock.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_say_what_a_class_does = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule there_is_one_way_to_log =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule only_the_main_class_writes_to_the_console = noClasses()
            .that()
            .doNotBelongToAnyOf(WorkerMain.class)
            .should()
            .accessTargetWhere(target(owner(name(System.class.getName()))).and(target(nameMatching("out|err"))))
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule only_the_main_class_and_signals_end_the_process = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("WorkerMain")
            .and()
            .haveSimpleNameNotStartingWith("Signals")
            .should()
            .accessTargetWhere(call(System.class, "exit"))
            .orShould()
            .accessTargetWhere(call(Runtime.class, "halt|exit"));

    @ArchTest
    static final ArchRule state_is_private = noFields()
            .that()
            .areNotFinal()
            .and()
            .areDeclaredInClassesThat()
            .areTopLevelClasses()
            .should()
            .notBePrivate();

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> type, String method) {
        DescribedPredicate<AccessTarget> itOrSubtype =
                describe(type.getSimpleName(), target -> target.getOwner().isAssignableTo(type));
        return target(itOrSubtype).and(target(nameMatching(method))).as("%s.%s", type.getSimpleName(), method);
    }

    private static Restriction nobody() {
        return access -> noClasses().should().accessTargetWhere(access);
    }

    private static Restriction onlyIn(Class<?>... allowed) {
        return onlyIn(Arrays.stream(allowed).map(Class::getName).toArray(String[]::new));
    }

    private static Restriction onlyIn(String... allowed) {
        DescribedPredicate<JavaClass> others = describe("classes other than " + Arrays.toString(allowed), type -> {
            String outermost = outermost(type).getName();
            return Arrays.stream(allowed).noneMatch(outermost::equals);
        });
        return access -> noClasses().that(others).should().accessTargetWhere(access);
    }

    private static ArchRule does(Class<?> type, DescribedPredicate<JavaAccess<?>> access) {
        return classes().that().areAssignableTo(type).should().accessTargetWhere(access);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** The rest of a sentence that begins with who may do something. */
    private interface Restriction {
        ArchRule may(DescribedPredicate<JavaAccess<?>> access);
    }
}
