package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import io.cameletl.PipelinePlan;
import io.cameletl.PipelineStatus;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.events.PipelineEvents;
import io.cameletl.internal.engine.spec.Declaration;
import io.cameletl.internal.engine.spec.PipelineIdentity;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The check of a pipeline at its start, which is made up for before its first work where a database could not be reached.
 * Thread-safe.
 */
final class StartCheck<C> {
    private final PipelineSpec<C> spec;
    private final Driver driver;
    private final Declaration declared;
    private final PipelineEvents events;

    private volatile @Nullable SourceCheck<C> ofCursors;

    /** What is still to be asked of the source; null when all was checked, or nothing is to be. */
    private volatile @Nullable SourceCheck<C> unchecked;

    StartCheck(PipelineSpec<C> spec, Driver driver, Declaration declared, PipelineEvents events) {
        this.spec = spec;
        this.driver = driver;
        this.declared = declared;
        this.events = events;
    }

    /** @throws EtlException when something does not go together, or when a database cannot be reached */
    void check(SourceCheck<C> source) {
        unchecked = source;
        List<String> columns = null;
        RuntimeException away = null;
        try {
            columns = source.check(spec.seed());
        } catch (RuntimeException e) {
            if (!driver.isTransient(e)) {
                throw e;
            }
            away = e;
        }
        List<String> tables = driver.check(columns);
        events.schemaChanged(0, driver.schemaNews());
        if (declared.pipeline() || driver.store().has(spec.name())) {
            PipelineStatus found = driver.store().found(spec.name());
            events.found(found);
            spec.cursors().decode(found.position().cursor());
            new IdentityCheck(spec.name(), driver.store()).check(identity(source.origin(), tables));
        }
        if (away != null) {
            throw away;
        }
        unchecked = null;
    }

    private PipelineIdentity identity(@Nullable String origin, List<String> tables) {
        return new PipelineIdentity(
                origin,
                declared.cursorType() ? spec.cursors().type().getName() : null,
                spec.cursors().declaredColumns(),
                tables);
    }

    /** @param source looks at each cursor that somebody sets */
    void ofCursors(SourceCheck<C> source) {
        ofCursors = source;
    }

    /** @throws EtlException when the source could not go on after it */
    void checkCursor(C cursor) {
        SourceCheck<C> source = ofCursors;
        if (source != null) {
            source.checkCursor(cursor);
        }
    }

    /** @return what would be done; nothing is written */
    PipelinePlan plan() {
        SourceCheck<C> source = ofCursors;
        List<String> columns = source == null ? null : source.check(spec.seed());
        PipelinePlan target = driver.plan(columns);
        String page = source == null ? null : source.statement();
        Map<String, String> runs = new LinkedHashMap<>();
        if (page != null) {
            runs.put("read a page", page);
        }
        runs.putAll(target.runs());
        return new PipelinePlan(spec.name(), target.creates(), target.alters(), runs, target.notes());
    }

    /** Checks what could not be checked at the start, if anything. */
    void checkLate() {
        SourceCheck<C> late = unchecked;
        if (late != null) {
            check(late);
        }
    }
}
