package io.cameletl.identities.support;

/** A way to declare the one pipeline. */
public record Sync(ChangeTime changeTime, Way way, Deletion deletion, int pageSize) {
    public enum Way {
        JAVA_SOURCE_BEAN,
        JAVA_QUERY,
        /** By the template, from a {@code sql:} endpoint. */
        YAML
    }

    private static final String TEMPLATE =
            """
            - templatedRoute:
                routeTemplateRef: etl-pipeline
                routeId: identities
                parameters:
                  - { name: pipeline, value: identities }
                  - { name: every, value: "3s" }
                  - { name: source, value: "sql:classpath:%s-page.sql?dataSource=#legacy" }
                  - { name: sourceDataSource, value: "#legacy" }
                  - { name: cursorColumns, value: "changed_at,id" }
                  - { name: transform, value: "#identityTransform" }
                  - { name: dataSource, value: "#identity" }
                  - { name: tables, value: "identities,credentials,credential_identifiers" }
                  - { name: versionColumn, value: updated_at }
                  - { name: pageSize, value: %s }
                  - { name: consistencyDelay, value: "1s" }
                  - { name: failureThreshold, value: 3 }
                  - { name: cooldown, value: "60s" }
            """;
    private static final String GENERATED =
            """
                  - { name: deletedColumn, value: deleted_at }
            """;
    private static final String BY_HAND =
            """
                  - { name: metadataColumn, value: _metadata }
                  - { name: commitSql, value: "%s" }
            """;

    public String yaml() {
        String merge = deletion == Deletion.GENERATED ? GENERATED : BY_HAND.formatted(Deletion.MERGE);
        return TEMPLATE.formatted(changeTime.resource(), pageSize) + merge;
    }
}
