package io.cameletl.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test databases of its own on the {@linkplain PostgresServers#shared() shared server}: to parameters of
 * type {@link TestDatabase}, plain or with {@link SourceDb} or {@link TargetDb}, of test methods and of the
 * methods before and after each, and to fields with one of the two. The same qualifier means the same database all through a test. After each test they are
 * {@linkplain TestDatabase#close() closed}, which fails a test that leaks connections. Parameters of a static method
 * before all tests are databases of the class, for tests that write nothing; they are closed after the last.
 *
 * <p>Registered by {@link WithPostgres}, or in an instance field by {@code @RegisterExtension}; not by both, or JUnit
 * does not know which one to ask for a parameter.
 */
public final class PostgresExtension
        implements BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    private volatile Databases current = new Databases();

    /** The plain database of the running test, for an extension in an instance field; created at the first call. */
    public TestDatabase database() {
        return current.named("");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        current = databases(context);
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            inject(test, SourceDb.class, "source");
            inject(test, TargetDb.class, "target");
        }
    }

    private void inject(Object test, Class<? extends Annotation> qualifier, String name) {
        for (Field field : AnnotationSupport.findAnnotatedFields(test.getClass(), qualifier)) {
            Fields.set(field, test, current.named(name));
        }
    }

    /** @return a database of the running test, for another extension; created at the first call */
    public static TestDatabase database(ExtensionContext context, String qualifier) {
        return databases(context).named(qualifier);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        databases(context).close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ofClass(context).close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class
                && (context.getTestMethod().isPresent()
                        || parameter.getDeclaringExecutable().isAnnotationPresent(BeforeAll.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Databases databases = context.getTestMethod().isPresent() ? databases(context) : ofClass(context);
        if (parameter.isAnnotated(SourceDb.class)) {
            return databases.named("source");
        }
        return databases.named(parameter.isAnnotated(TargetDb.class) ? "target" : "");
    }

    private static Databases ofClass(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent("class", key -> new Databases(), Databases.class);
    }

    private static Databases databases(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Databases.class, key -> new Databases(), Databases.class);
    }

    /** The databases of one test, or one class, by qualifier. */
    private static final class Databases {

        private final Map<String, TestDatabase> byQualifier = new LinkedHashMap<>();

        synchronized TestDatabase named(String qualifier) {
            return byQualifier.computeIfAbsent(qualifier, key -> TestDatabase.createOn(PostgresServers.shared()));
        }

        synchronized void close() {
            List<Throwable> failures = new ArrayList<>();
            for (TestDatabase database : byQualifier.values()) {
                try {
                    database.close();
                } catch (AssertionError | RuntimeException e) {
                    failures.add(e);
                }
            }
            byQualifier.clear();
            if (!failures.isEmpty()) {
                AssertionError failure = new AssertionError(failures.get(0).getMessage(), failures.get(0));
                failures.stream().skip(1).forEach(failure::addSuppressed);
                throw failure;
            }
        }
    }
}
