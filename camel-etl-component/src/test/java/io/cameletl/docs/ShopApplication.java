package io.cameletl.docs;

import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

// tag::application[]
@SpringBootApplication
public class ShopApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }

    @Bean
    @ConfigurationProperties("legacy")
    BasicDataSource legacy() {
        return new BasicDataSource();
    }

    @Bean
    @ConfigurationProperties("warehouse")
    BasicDataSource warehouse() {
        return new BasicDataSource();
    }

    @Bean
    CustomerRoutes customerRoutes(DataSource legacy, DataSource warehouse) {
        return new CustomerRoutes(legacy, warehouse);
    }
}
// end::application[]
