package io.tallygate.boot;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/** Says for each question which roles may ask it, and what those are told who may not. */
public final class RolesInOpenApi implements OASFilter {
    /** The member of an operation that names its roles: one of them is needed. */
    static final String EXTENSION = "x-roles";

    private static final Map<String, String> ANSWERS = Map.of(
            "401", "No credential, or one that is not good",
            "403", "The credential has no such role, or is not one of that tenant",
            "429",
                    "The allowance of the caller or of its tenant is used up, or too much of that kind is asked at a time");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        for (PathItem path : api.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(RolesInOpenApi::describe);
        }
    }

    private static void describe(Operation operation) {
        List<String> roles = roles(operation);
        if (roles.isEmpty()) {
            return;
        }
        operation.addExtension(EXTENSION, roles);
        String before = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        operation.setDescription(before + "Role: " + String.join(" or ", roles) + ".");
        APIResponses responses = operation.getResponses();
        ANSWERS.forEach((code, text) ->
                responses.addAPIResponse(code, OASFactory.createAPIResponse().description(text)));
    }

    private static List<String> roles(Operation operation) {
        List<SecurityRequirement> all = operation.getSecurity() == null ? List.of() : operation.getSecurity();
        return all.stream()
                .flatMap(requirement -> requirement.getSchemes().values().stream())
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }
}
