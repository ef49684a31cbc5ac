package io.cameletl.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Of a parameterized test whose invocations take long, so many are left out that one in this number is played: others in each
 * run of the tests. Those that are left out are reported as skipped. {@code -Detl.test.all=true} plays all.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneIn.Condition.class)
public @interface OneIn {
    int value();

    /** Asked before each invocation. */
    final class Condition implements ExecutionCondition {
        private static final Pattern NUMBER = Pattern.compile("test-template-invocation:#(\\d+)\\]$");
        private static final int FIRST = ThreadLocalRandom.current().nextInt(1_000_000);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Matcher number = NUMBER.matcher(context.getUniqueId());
            int oneIn = context.getTestMethod()
                    .flatMap(method -> AnnotationSupport.findAnnotation(method, OneIn.class))
                    .map(OneIn::value)
                    .orElse(1);
            boolean played = !number.find()
                    || Boolean.getBoolean("etl.test.all")
                    || (Integer.parseInt(number.group(1)) + FIRST) % oneIn == 0;
            return played
                    ? ConditionEvaluationResult.enabled("it is this one's turn")
                    : ConditionEvaluationResult.disabled(
                            "one in " + oneIn + " is played; all with -Detl.test.all=true");
        }
    }
}
