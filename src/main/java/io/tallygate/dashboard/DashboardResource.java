package io.tallygate.dashboard;

import io.smallrye.common.annotation.Blocking;
import io.tallygate.api.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code GET /}: the dashboard, and the files that it is made of. */
@Path("/")
@Blocking
public class DashboardResource {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_FIRST = "no-cache";

    private @Nullable Site site;

    /** The page, which may load nothing but this gateway's files and run no script or style that stands in it. */
    @GET
    @Operation(hidden = true)
    public Response page(@Context Request request, @Context HttpHeaders headers) {
        Site all = site();
        return answer(all.page(), ASK_FIRST, request, headers)
                .header("Content-Security-Policy", policy(all))
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
                .build();
    }

    /**
     * One file of the page. A page of another version, which an instance before this one has served, gets the file of
     * today: better than none.
     */
    @GET
    @Path("ui/{version}/{file: .+}")
    @Operation(hidden = true)
    public Response file(
            @PathParam("version") String version,
            @PathParam("file") String file,
            @Context Request request,
            @Context HttpHeaders headers) {
        Site all = site();
        Asset asset = all.find(file).orElseThrow(() -> ProblemException.notFound("The page has no file " + file));
        return answer(asset, version.equals(all.version()) ? FOR_EVER : ASK_FIRST, request, headers)
                .build();
    }

    private static Response.ResponseBuilder answer(Asset asset, String caching, Request request, HttpHeaders headers) {
        boolean gzip = takesGzip(headers);
        EntityTag tag = new EntityTag(asset.tag() + (gzip ? "-gzip" : ""));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = unchanged != null
                ? unchanged
                : Response.ok(gzip ? asset.gzip() : asset.plain(), asset.mediaType())
                        .header(HttpHeaders.CONTENT_ENCODING, gzip ? "gzip" : null);
        return answer.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, caching)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }

    private static boolean takesGzip(HttpHeaders headers) {
        List<String> encodings = headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING);
        return encodings != null
                && encodings.stream()
                        .flatMap(line -> List.of(line.toLowerCase(Locale.ROOT).split(",", -1)).stream())
                        .map(coding -> coding.replace(" ", ""))
                        .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(1|0?\\.0*[1-9]).*"));
    }

    private static String policy(Site site) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' " + site.scriptSource(),
                "style-src 'self'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html default");
    }

    /** Read when first asked for, so that a gateway that nobody looks at starts as fast as before. */
    private synchronized Site site() {
        if (site == null) {
            try {
                site = Site.load(Objects.requireNonNull(DashboardResource.class.getClassLoader()));
            } catch (IOException e) {
                throw new UncheckedIOException("The page is not complete", e);
            }
        }
        return site;
    }
}
