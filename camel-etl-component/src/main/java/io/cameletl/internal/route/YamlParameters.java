package io.cameletl.internal.route;

import io.cameletl.EtlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.dsl.yaml.common.YamlDeserializerResolver;
import org.apache.camel.dsl.yaml.deserializers.ModelDeserializersResolver;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Sees to the YAML parameters of {@code etl:} endpoints before Camel makes a URI of them, in which nobody can tell any
 * more where a value ends. Camel's own deserializer then goes on.
 */
final class YamlParameters implements YamlDeserializerResolver {
    private static final Set<String> TO = Set.of("to", "org.apache.camel.model.ToDefinition");
    private static final String TABLE = "table.";
    private static final String SEEN = YamlParameters.class.getName();

    private final YamlDeserializerResolver camels = new ModelDeserializersResolver();

    /** Before Camel's own. Resolvers of the same order replace each other, so it is none that anybody would take. */
    @Override
    public int getOrder() {
        return ORDER_DEFAULT + 4_181;
    }

    @Override
    public @Nullable ConstructNode resolve(String id) {
        if (!TO.contains(id)) {
            return null;
        }
        ConstructNode camel = camels.resolve(id);
        return node -> {
            keepParameters(node);
            return camel.construct(node);
        };
    }

    private static void keepParameters(Node node) {
        Optional<ScalarNode> uri = value(node, "uri", ScalarNode.class);
        Optional<MappingNode> parameters = value(node, "parameters", MappingNode.class);
        if (uri.isPresent() && parameters.isPresent() && node.setProperty(SEEN, true) == null) {
            String endpoint = uri.get().getValue();
            if (endpoint.equals("etl") || RouteUri.isEtl(endpoint)) {
                List<NodeTuple> kept = new ArrayList<>();
                for (NodeTuple parameter : parameters.get().getValue()) {
                    kept.add(kept(endpoint.substring(endpoint.indexOf(':') + 1), parameter));
                }
                parameters.get().setValue(kept);
            }
        }
    }

    private static <N extends Node> Optional<N> value(Node node, String key, Class<N> type) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .filter(type::isInstance)
                        .map(type::cast)
                        .findFirst()
                : Optional.empty();
    }

    private static NodeTuple kept(String pipeline, NodeTuple parameter) {
        if (!(parameter.getKeyNode() instanceof ScalarNode name)
                || !(parameter.getValueNode() instanceof ScalarNode value)) {
            return parameter;
        }
        String option = name.getValue();
        String text = value.getValue();
        boolean folded = value.getScalarStyle() != ScalarStyle.LITERAL && lines(value) > 1;
        String lack = folded && SqlOptions.contain(option) ? SqlOptions.lack(option, text.strip()) : null;
        if (lack != null) {
            throw new EtlException(pipeline, lack);
        }
        String key = option.startsWith(TABLE) ? TABLE + UriText.key(option.substring(TABLE.length())) : option;
        return new NodeTuple(scalar(name, key), scalar(value, UriText.declared(option, text)));
    }

    private static ScalarNode scalar(ScalarNode from, String text) {
        return new ScalarNode(
                from.getTag(), true, text, ScalarStyle.DOUBLE_QUOTED, from.getStartMark(), from.getEndMark());
    }

    /** A block begins with a line of its own and ends where the next thing begins. */
    private static int lines(ScalarNode value) {
        int span = value.getStartMark().isPresent() && value.getEndMark().isPresent()
                ? value.getEndMark().get().getLine()
                        - value.getStartMark().get().getLine()
                : 0;
        return value.getScalarStyle() == ScalarStyle.FOLDED ? span - 1 : span + 1;
    }
}
