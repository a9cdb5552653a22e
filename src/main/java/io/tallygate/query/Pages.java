package io.tallygate.query;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Pages as HTTP answers. */
final class Pages {
    private Pages() {}

    /** The page with a {@code Link} (RFC 8288) to the next one, which asks for the same with another cursor. */
    static Response answer(Page<?> page, UriInfo uri) {
        return withLink(Response.ok(page, MediaType.APPLICATION_JSON_TYPE), page, uri)
                .build();
    }

    /** Adds the {@code Link} to the page after this one, if there is one. */
    static Response.ResponseBuilder withLink(Response.ResponseBuilder answer, Page<?> page, UriInfo uri) {
        page.nextCursor().ifPresent(cursor -> {
            String next = uri.getRequestUriBuilder()
                    .scheme(null)
                    .host(null)
                    .port(-1)
                    .replaceQueryParam("cursor", cursor)
                    .build()
                    .toString();
            answer.header("Link", "<" + next + ">; rel=\"next\"");
        });
        return answer;
    }
}
