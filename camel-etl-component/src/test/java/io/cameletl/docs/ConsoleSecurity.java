package io.cameletl.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Who may come to the console of a Spring Boot application. To be imported: other applications here are not for the web. */
public class ConsoleSecurity {
    // tag::console[]
    @Bean
    @Order(1)
    SecurityFilterChain etlConsoleUsers(HttpSecurity http) throws Exception {
        return http.securityMatcher("/etl/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable()) // the console itself refuses what other sites send
                .build();
    }
    // end::console[]
}
