/** Applications of Spring Boot that tests start. */
package io.cameletl.springboot.support;
