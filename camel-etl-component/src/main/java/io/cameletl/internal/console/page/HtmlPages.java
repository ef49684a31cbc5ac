package io.cameletl.internal.console.page;

import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.cameletl.internal.console.view.Confirmation;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.console.view.Viewer;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The pages by the templates in {@code src/main/jte}, which the build has made classes of. Needs jte-runtime. */
public final class HtmlPages implements Pages {
    @Override
    public String overview(Overview overview, Viewer viewer) {
        return written((out, none) -> JteoverviewGenerated.render(out, none, overview, viewer));
    }

    @Override
    public String overviewPart(Overview overview, Viewer viewer) {
        return written((out, none) -> Jteoverview_mainGenerated.render(out, none, overview, viewer));
    }

    @Override
    public String pipeline(PipelineView pipeline, Viewer viewer) {
        return written((out, none) -> JtepipelineGenerated.render(out, none, pipeline, viewer));
    }

    @Override
    public String pipelinePart(PipelineView pipeline, Viewer viewer) {
        return written((out, none) -> Jtepipeline_mainGenerated.render(out, none, pipeline, viewer));
    }

    @Override
    public String plan(Plan plan, Viewer viewer) {
        return written((out, none) -> JteplanGenerated.render(out, none, plan, viewer));
    }

    @Override
    public String confirmation(Confirmation confirmation, Viewer viewer) {
        return written((out, none) -> JteconfirmGenerated.render(out, none, confirmation, viewer));
    }

    @Override
    public String problem(Problem problem, Viewer viewer) {
        return written((out, none) -> JteproblemGenerated.render(out, none, problem, viewer));
    }

    @Override
    public Optional<Asset> asset(String name) {
        return Assets.ALL.named(name);
    }

    private static String written(BiConsumer<HtmlTemplateOutput, HtmlInterceptor> template) {
        StringOutput text = new StringOutput();
        template.accept(new OwaspHtmlTemplateOutput(text), null);
        return text.toString();
    }
}
