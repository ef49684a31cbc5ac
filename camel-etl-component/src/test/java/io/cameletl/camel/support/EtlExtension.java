package io.cameletl.camel.support;

import io.cameletl.support.Fields;
import io.cameletl.support.PostgresExtension;
import java.lang.reflect.Field;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Makes a test's {@link EtlContext} with its source and target database, and closes it after the test: before the
 * databases are closed, since extensions are called in turn then.
 */
final class EtlExtension implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        EtlContext etl =
                new EtlContext(PostgresExtension.database(test, "source"), PostgresExtension.database(test, "target"));
        store(test).put(EtlContext.class, etl);
        Object instance = test.getRequiredTestInstance();
        for (Field field : ReflectionSupport.findFields(
                instance.getClass(), field -> field.getType() == EtlContext.class, HierarchyTraversalMode.TOP_DOWN)) {
            Fields.set(field, instance, etl);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        EtlContext etl = store(test).remove(EtlContext.class, EtlContext.class);
        if (etl != null) {
            etl.close();
        }
    }

    private static Store store(ExtensionContext test) {
        return test.getStore(Namespace.create(EtlExtension.class, test.getUniqueId()));
    }
}
