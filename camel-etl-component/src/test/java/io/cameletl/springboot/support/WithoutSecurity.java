package io.cameletl.springboot.support;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;

/** For applications without Spring Security, while it is on the class path of the tests. */
public final class WithoutSecurity {
    /** The value of {@code spring.autoconfigure.exclude}. */
    public static final String EXCLUDE = Stream.of(
                    SecurityAutoConfiguration.class,
                    SecurityFilterAutoConfiguration.class,
                    UserDetailsServiceAutoConfiguration.class,
                    ManagementWebSecurityAutoConfiguration.class)
            .map(Class::getName)
            .collect(Collectors.joining(","));

    private WithoutSecurity() {}
}
