package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.RunMode;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.exchange.EndpointSource;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.sql.SqlEndpoints;
import io.cameletl.internal.engine.SourceCheck;
import io.cameletl.internal.engine.spec.SourceColumns;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.source.database.DatabaseClock;
import io.cameletl.internal.source.database.OpenTransactions;
import io.cameletl.internal.source.database.WindowedSource;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import io.cameletl.internal.source.endpoint.EndpointRows;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;

/** Finds the source that the options name, and the type of its cursor. */
final class SourceWiring {
    /**
     * A source, ready to be asked once its service is started.
     *
     * @param beginning the cursor before the first page of a pipeline without a seed; null when there is none
     * @param service what starts and stops with the endpoint, where it is a service of Camel's
     * @param check looks at it before the first page
     * @param statements what it runs, as far as that is known
     * @param columns the columns of its rows, where they are the records' columns
     */
    record Choice<C>(
            Source<C> source,
            Class<C> cursorType,
            @Nullable C beginning,
            Object service,
            SourceCheck<C> check,
            Supplier<List<ShownStatement>> statements,
            SourceColumns columns) {
        Choice(Source<C> source, Class<C> cursorType, @Nullable C beginning) {
            this(source, cursorType, beginning, source);
        }

        Choice(Source<C> source, Class<C> cursorType, @Nullable C beginning, Object service) {
            this(source, cursorType, beginning, service, seed -> null, List::of, SourceColumns.UNKNOWN);
        }

        /** The same source, wrapped. */
        Choice<C> within(Source<C> wrapper, SourceCheck<C> checks) {
            return new Choice<>(wrapper, cursorType, beginning, service, checks, statements, columns);
        }
    }

    private SourceWiring() {}

    static Choice<?> of(OptionReader read) {
        String query = read.options().getQuery();
        ChangeTimes times = times(read);
        Choice<?> named = query != null ? query(read, query, times.zone()) : choice(read, cursorType(read), times);
        Choice<?> choice = times.zone() == null ? named : onWallClock(named, times.zone());
        return read.options().isOpenTransactionGuard() ? guarded(read, choice) : choice;
    }

    /** @throws EtlException when sourceTimeZone is none */
    static ChangeTimes times(OptionReader read) {
        String zone = read.options().getSourceTimeZone();
        try {
            return new ChangeTimes(read.pipeline(), zone == null ? null : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw read.refused("sourceTimeZone=" + zone + " is no time zone, such as UTC or Europe/Berlin");
        }
    }

    private static <C> Choice<C> onWallClock(Choice<C> choice, ZoneId zone) {
        return choice.within(WindowedSource.onWallClock(choice.source(), zone), choice.check());
    }

    private static <C> Choice<C> guarded(OptionReader read, Choice<C> choice) {
        OpenTransactions transactions = new OpenTransactions(
                read.pipeline(),
                sourceDatabase(read),
                Duration.ofMillis(read.options().getConsistencyDelay()));
        return choice.within(WindowedSource.guarded(choice.source(), transactions), new SourceCheck<>() {
            @Override
            public @Nullable List<String> check(@Nullable C seed) {
                transactions.check();
                return choice.check().check(seed);
            }

            @Override
            public @Nullable String origin() {
                return choice.check().origin();
            }

            @Override
            public @Nullable String statement() {
                return choice.check().statement();
            }

            @Override
            public void checkCursor(C cursor) {
                choice.check().checkCursor(cursor);
            }
        });
    }

    /** Where a rule of the options says that it is given. */
    private static DataSource sourceDatabase(OptionReader read) {
        return Objects.requireNonNull(read.options().getSourceDataSource());
    }

    private static Choice<KeysetCursor> query(OptionReader read, String query, @Nullable ZoneId zone) {
        EtlConfiguration options = read.options();
        boolean straight = options.getTransform() == null && options.getTarget() == null;
        QuerySpec spec = new QuerySpec(
                read.pipeline(),
                read.text("query", query),
                OptionReader.names(
                        options.getMode() == RunMode.FULL ? options.getKeyColumns() : options.getCursorColumns()),
                sourceDatabase(read),
                straight ? ValueMode.TEXT : ValueMode.TYPED,
                zone == null ? ZoneOffset.UTC : zone,
                OptionReader.names(options.getOmitColumns()),
                SettingsWiring.timeouts(read));
        QuerySource source = new QuerySource(spec);
        boolean asIs = straight && OptionReader.names(options.getTables()).size() == 1;
        return new Choice<>(
                source,
                KeysetCursor.class,
                null,
                source,
                new QueryStart(read, source, asIs),
                () -> source.statement().stream().toList(),
                asIs ? source : SourceColumns.UNKNOWN);
    }

    @SuppressWarnings("unchecked")
    private static <C> Choice<C> choice(OptionReader read, Class<C> cursorType, ChangeTimes times) {
        C beginning = cursorType == TimestampCursor.class ? cursorType.cast(TimestampCursor.BEGINNING) : null;
        Callable<Instant> clock = clock(read);
        Object option = read.options().getSource();
        if (option == null) {
            return new Choice<>(WindowedSource.none(read.pipeline(), clock), cursorType, beginning);
        }
        Source<C> bean = (Source<C>) read.bean("source", option, Source.class);
        if (bean != null) {
            Source<C> source =
                    read.options().getSourceDataSource() == null ? bean : WindowedSource.clocked(bean, clock);
            return new Choice<>(source, cursorType, beginning, bean);
        }
        List<String> columns = OptionReader.names(read.options().getCursorColumns());
        Endpoint endpoint = read.endpoint("source", option.toString());
        SqlEndpoints.readByType(endpoint, times, columns);
        EndpointSource<C> source = new EndpointSource<>(
                endpoint,
                new EndpointRows<>(read.pipeline(), columns, cursorType, times)
                        .without(OptionReader.names(read.options().getOmitColumns())),
                times,
                clock);
        return new Choice<>(source, cursorType, beginning);
    }

    private static Callable<Instant> clock(OptionReader read) {
        DataSource dataSource = read.options().getSourceDataSource();
        return dataSource == null ? Instant::now : new DatabaseClock(read.pipeline(), dataSource);
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
