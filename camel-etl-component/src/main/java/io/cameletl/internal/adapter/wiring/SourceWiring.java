package io.cameletl.internal.adapter.wiring;

import io.cameletl.KeysetCursor;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.exchange.EndpointSource;
import io.cameletl.internal.source.database.DatabaseClock;
import io.cameletl.internal.source.database.OpenTransactions;
import io.cameletl.internal.source.endpoint.EndpointRows;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.internal.source.query.QuerySpec;
import io.cameletl.internal.source.query.QuerySpec.ValueMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds the source that the options name, and the type of its cursor. */
final class SourceWiring {
    /** @param beginning the cursor before the first page of a pipeline without a seed; null when there is none */
    record Choice<C>(Source<C> source, Class<C> cursorType, @Nullable C beginning) {}

    private SourceWiring() {}

    static Choice<?> of(OptionReader read) {
        Choice<?> choice = unguarded(read);
        checkLookback(read, choice);
        return guarded(read, choice);
    }

    private static <C> Choice<C> guarded(OptionReader read, Choice<C> choice) {
        DataSource dataSource = read.options().getSourceDataSource();
        if (!read.options().isOpenTransactionGuard()) {
            return choice;
        }
        if (dataSource == null) {
            throw read.refused("openTransactionGuard asks the source database for its open transactions: name it,"
                    + " sourceDataSource=#name. It must be PostgreSQL");
        }
        OpenTransactions transactions = new OpenTransactions(
                read.pipeline(), dataSource, Duration.ofMillis(read.options().getConsistencyDelay()));
        return new Choice<>(
                WindowedSource.guarded(choice.source(), transactions), choice.cursorType(), choice.beginning());
    }

    private static void checkLookback(OptionReader read, Choice<?> choice) {
        if (read.options().getLookback() > 0 && choice.cursorType() != TimestampCursor.class && !goesBack(choice)) {
            throw read.refused("lookback goes back in time from a cursor, and of a "
                    + choice.cursorType().getName()
                    + " only its source knows how. Implement Source.lookBack in a Source bean, or leave out lookback");
        }
    }

    private static boolean goesBack(Choice<?> choice) {
        try {
            Class<?> source = choice.source().getClass();
            return source.getMethod("lookBack", Object.class, Instant.class).getDeclaringClass() != Source.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Choice<?> unguarded(OptionReader read) {
        EtlConfiguration options = read.options();
        if (options.getQuery() != null) {
            return query(read, options.getQuery());
        }
        Class<?> cursorType = cursorType(read);
        ZoneId zone = zone(read);
        if (options.getSource() == null && options.getOperation() == EtlOperation.run) {
            throw read.refused(
                    "operation=run needs a source: an endpoint's URI or a Source bean in source, or an SQL query"
                            + " in query. A route that extracts by itself uses operation=next and operation=load");
        }
        return choice(read, cursorType, zone);
    }

    private static Choice<KeysetCursor> query(OptionReader read, String query) {
        EtlConfiguration options = read.options();
        if (options.getSource() != null) {
            throw read.refused("both source and query are given. Give one of them");
        }
        DataSource dataSource = options.getSourceDataSource();
        if (dataSource == null) {
            throw read.refused("query needs the database it reads: sourceDataSource=#name");
        }
        if (options.getCursorType() != null && cursorType(read) != KeysetCursor.class) {
            throw read.refused("cursorType=" + options.getCursorType()
                    + " does not go with query, whose cursor is made of its cursorColumns. Leave cursorType out");
        }
        boolean straight = options.getTransform() == null && options.getTarget() == null;
        QuerySpec spec = new QuerySpec(
                read.pipeline(),
                OptionTexts.load(read, "query", query),
                read.names(options.getCursorColumns()),
                dataSource,
                straight ? ValueMode.TEXT : ValueMode.TYPED,
                zone(read));
        return new Choice<>(new QuerySource(spec), KeysetCursor.class, null);
    }

    @SuppressWarnings("unchecked")
    private static <C> Choice<C> choice(OptionReader read, Class<C> cursorType, ZoneId zone) {
        C beginning = cursorType == TimestampCursor.class ? cursorType.cast(TimestampCursor.BEGINNING) : null;
        Callable<Instant> clock = clock(read);
        Object option = read.options().getSource();
        if (option == null) {
            return new Choice<>(new NoSource<>(read.pipeline(), clock), cursorType, beginning);
        }
        Source<C> bean = (Source<C>) read.bean("source", option, Source.class);
        if (bean != null) {
            Source<C> source =
                    read.options().getSourceDataSource() == null ? bean : WindowedSource.clocked(bean, clock);
            return new Choice<>(source, cursorType, beginning);
        }
        List<String> columns = read.names(read.options().getCursorColumns());
        EndpointSource<C> source = new EndpointSource<>(
                read.pipeline(),
                TransformWiring.endpoint(read, "source", option.toString()),
                new EndpointRows<>(read.pipeline(), columns, cursorType, zone),
                clock);
        return new Choice<>(source, cursorType, beginning);
    }

    private static Callable<Instant> clock(OptionReader read) {
        DataSource dataSource = read.options().getSourceDataSource();
        return dataSource == null ? Instant::now : new DatabaseClock(dataSource);
    }

    private static ZoneId zone(OptionReader read) {
        try {
            return ZoneId.of(read.options().getSourceTimeZone());
        } catch (DateTimeException e) {
            throw read.refused("sourceTimeZone=" + read.options().getSourceTimeZone()
                    + " is no time zone, such as UTC or Europe/Berlin");
        }
    }

    private static Class<?> cursorType(OptionReader read) {
        String name = read.options().getCursorType();
        if (name == null) {
            return TimestampCursor.class;
        }
        for (Class<?> known : List.of(TimestampCursor.class, KeysetCursor.class)) {
            if (known.getSimpleName().equals(name)) {
                return known;
            }
        }
        Class<?> found = read.context().getClassResolver().resolveClass(name);
        if (found == null) {
            throw read.refused("cursorType=" + name + ": there is no such class on the class path. Give its full name");
        }
        return found;
    }
}
