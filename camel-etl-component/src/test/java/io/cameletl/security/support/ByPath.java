package io.cameletl.security.support;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a statement PostgreSQL looks up by the session's search path: operators that are not in {@code OPERATOR(...)},
 * functions, types and relations without a schema, and syntax that stands for an operator, such as {@code IN}. It knows
 * as much of SQL as our statements use, and rather finds too much.
 */
public final class ByPath {
    private static final Pattern TOKEN = Pattern.compile(
            """
            --[^\\n]*|/\\*.*?\\*/|(?:[eE]|[uU]&)?'(?:[^'\\\\]|''|\\\\.)*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z_0-9]*\
            |\\d+(?:\\.\\d+)?|::|=>|[-+*/<>=~!@#%^&|]+|\\S""",
            Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"|[A-Za-z_][A-Za-z_0-9]*");

    /** Words before a parenthesis that are no functions, or whose function the grammar takes from pg_catalog. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            ("all and any array as by case cast coalesce conflict copy cross cube distinct else except exists extract filter"
                            + " from greatest group having in insert intersect join key lateral least limit materialized merge_action"
                            + " not nullif offset on only operator or order over overlay partition position primary references"
                            + " returning row rows select set some stdin substring table then trim union unique update using"
                            + " values when where with xmlparse")
                    .split(" "));

    /** Types that are words of the grammar. */
    private static final Set<String> GRAMMAR_TYPES =
            Set.of("bigint bit boolean char character dec decimal double float int integer interval nchar numeric real"
                    .concat(" smallint time timestamp varchar")
                    .split(" "));

    /** Words after which no alias stands. */
    private static final Set<String> WORDS = Set.of(
            ("all and any as asc between by case cast conflict cross current_user delete desc distinct do else end except"
                            + " exists false filter first for from full group having in inner insert intersect into is join"
                            + " lateral left limit not null nulls of offset on only or order ordinality outer over returning"
                            + " right select set table then to true union update using values when where with within")
                    .split(" "));

    private final List<String> tokens = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    private ByPath(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            String token = matcher.group();
            if (!token.startsWith("--") && !token.startsWith("/*")) {
                tokens.add(token);
            }
        }
    }

    /** @return what is found by path, each with its surroundings; empty when nothing is */
    public static List<String> of(String sql) {
        ByPath search = new ByPath(sql);
        search.run();
        return search.found;
    }

    private void run() {
        for (int i = 0; i < tokens.size(); i++) {
            // WITH name AS (, WITH name (columns) AS (
            if (isName(i)
                    && (is(i + 1, "as") || is(i + 1, "("))
                    && (is(i - 1, "with") || is(i - 1, "recursive") || is(i - 1, ","))) {
                named.add(tokens.get(i).toLowerCase(Locale.ROOT));
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            look(i);
        }
    }

    private void look(int i) {
        String token = tokens.get(i);
        if (!token.equals("=>") && token.matches("[-+*/<>=~!@#%^&|]+")) {
            if (!isQualifiedOperator(i) && !isStar(i) && !isAssignment(i) && !isSign(i)) {
                add("operator", i);
            }
        } else if (token.equals("::")) {
            type(i + 1);
        } else if (is(i, "as") && isCast(i)) {
            type(i + 1);
        } else if (isSyntax(i)) {
            add("syntax for an operator", i);
        } else if (isName(i) && is(i + 1, "(") && !is(i - 1, ".") && isCall(i)) {
            add("function", i);
        } else if (isName(i) && at(i + 1).startsWith("'") && !WORDS.contains(lower(i)) && !is(i, "interval")) {
            add("type of a literal", i);
        } else if (isName(i) && isRelation(i)) {
            add("relation", i);
        }
    }

    private boolean isQualifiedOperator(int i) {
        return is(i + 1, ")") && is(i - 1, ".") && is(i - 3, "(") && is(i - 4, "operator");
    }

    private boolean isStar(int i) {
        return is(i, "*") && (is(i - 1, "(") || is(i - 1, ".") || is(i - 1, "select"));
    }

    /** The grammar makes a constant of it. */
    private boolean isSign(int i) {
        return is(i, "-") && is(i - 1, "(") && at(i + 1).matches("[0-9.]+");
    }

    /** {@code SET a = 1, b = 2}: the equals sign after a name that follows SET, or a comma at the level of SET. */
    private boolean isAssignment(int i) {
        if (!is(i, "=") || !isName(i - 1)) {
            return false;
        }
        int before = i - 2;
        if (is(before, "set") || is(before, "local")) {
            return true;
        }
        if (!is(before, ",")) {
            return false;
        }
        int depth = 0;
        for (int k = before; k >= 0; k--) {
            depth += is(k, ")") ? 1 : is(k, "(") ? -1 : 0;
            if (depth < 0) {
                return false;
            }
            if (depth == 0 && is(k, "set")) {
                return true;
            }
            if (depth == 0 && (is(k, "where") || is(k, "from") || is(k, "select"))) {
                return false;
            }
        }
        return false;
    }

    private boolean isCast(int i) {
        int depth = 0;
        for (int k = i - 1; k >= 0; k--) {
            depth += is(k, ")") ? 1 : is(k, "(") ? -1 : 0;
            if (depth < 0) {
                return is(k - 1, "cast");
            }
        }
        return false;
    }

    private void type(int i) {
        if (!GRAMMAR_TYPES.contains(lower(i)) && !is(i + 1, ".")) {
            add("type", i);
        }
    }

    private boolean isSyntax(int i) {
        return is(i, "between")
                || is(i, "nullif")
                || is(i, "like")
                || is(i, "ilike")
                || is(i, "similar")
                || is(i, "overlaps")
                || is(i, "natural")
                || (is(i, "in") && is(i + 1, "("))
                || (is(i, "case") && !is(i + 1, "when"))
                || (is(i, "distinct") && is(i + 1, "from") && !is(i + 2, "null"));
    }

    /** Not so for an alias with columns, nor for a list of columns. */
    private boolean isCall(int i) {
        String before = lower(i - 1);
        boolean follows = before.equals(")") || before.equals("as") || before.equals("ordinality");
        boolean aliased =
                NAME.matcher(at(i - 1)).matches() && !WORDS.contains(before) && !NO_FUNCTIONS.contains(before);
        boolean definition = before.equals("into")
                || before.equals("with")
                || before.equals("recursive")
                || named.contains(lower(i));
        return !NO_FUNCTIONS.contains(lower(i)) && !follows && !aliased && !definition;
    }

    private boolean isRelation(int i) {
        boolean place = (is(i - 1, "from") && !is(i - 2, "distinct") && !isExtract(i))
                || is(i - 1, "join")
                || is(i - 1, "into")
                || (is(i - 1, "update") && !is(i - 2, "do") && !is(i - 2, "key"))
                || (is(i - 1, "using") && !is(i - 1, "("))
                || is(i - 1, "only")
                || is(i - 1, "truncate");
        return place
                && !is(i + 1, ".")
                && (!is(i + 1, "(") || is(i - 1, "into"))
                && !WORDS.contains(lower(i))
                && !is(i, "only")
                && !is(i, "rows")
                && !is(i, "stdin")
                && !named.contains(lower(i));
    }

    private boolean isExtract(int i) {
        return is(i - 3, "(") && is(i - 4, "extract");
    }

    private void add(String what, int i) {
        found.add(what + " " + tokens.get(i) + " in: "
                + String.join(" ", tokens.subList(Math.max(0, i - 8), Math.min(tokens.size(), i + 8))));
    }

    private boolean isName(int i) {
        return i >= 0 && i < tokens.size() && NAME.matcher(tokens.get(i)).matches();
    }

    private boolean is(int i, String token) {
        return lower(i).equals(token);
    }

    private String lower(int i) {
        return at(i).toLowerCase(Locale.ROOT);
    }

    private String at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : "";
    }
}
