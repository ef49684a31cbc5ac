/** The engine: runs, windows, the page loop with its prefetch, and the reports. It knows neither Camel nor SQL; what it needs of them are the ports {@link io.cameletl.pipeline.PipelineStore} and {@link io.cameletl.pipeline.PageWriter}. */
@NullMarked
package io.cameletl.pipeline;

import org.jspecify.annotations.NullMarked;
