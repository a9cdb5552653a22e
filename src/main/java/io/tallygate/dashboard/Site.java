package io.tallygate.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All files of the page. They are served under a folder that is named by their content, so a browser may keep them for
 * ever and still never mixes two versions.
 */
final class Site {
    static final String FOLDER = "dashboard/";

    private static final String LIBRARY = "lib/";

    /** What the modules call each library, and the file that it begins with. */
    private static final Map<String, String> ENTRIES = Map.of(
            "lit", "lit/index.js",
            "lit-html", "lit-html/lit-html.js",
            "@lit/reactive-element", "@lit/reactive-element/reactive-element.js",
            "echarts", "echarts/dist/echarts.esm.min.mjs");

    private static final List<String> PREFIXES = List.of("lit/", "lit-html/", "lit-element/", "@lit/reactive-element/");

    private final Map<String, Asset> assets;
    private final String version;
    private final Asset page;
    private final String scriptSource;

    private Site(Map<String, Asset> assets, String version, Asset page, String scriptSource) {
        this.assets = assets;
        this.version = version;
        this.page = page;
        this.scriptSource = scriptSource;
    }

    /**
     * Reads the files that {@code dashboard/index.txt} lists, and the page.
     *
     * @throws IOException if one of them is not on the class path
     */
    static Site load(ClassLoader loader) throws IOException {
        Libraries libraries = Libraries.on(loader);
        Map<String, Asset> assets = new TreeMap<>();
        MessageDigest all = Digests.sha256();
        for (String file : text(loader, FOLDER + "index.txt").lines().toList()) {
            String name = file.startsWith(LIBRARY) ? libraries.locate(file.substring(LIBRARY.length())) : FOLDER + file;
            Asset asset = Asset.of(file, bytes(loader, name));
            assets.put(file, asset);
            all.update((file + asset.tag()).getBytes(StandardCharsets.UTF_8));
        }
        String version = Digests.hex(all.digest()).substring(0, 16);
        String base = "ui/" + version + "/";
        String importMap = importMap("./" + base + LIBRARY);
        String html =
                text(loader, FOLDER + "index.html").replace("{base}", base).replace("{importmap}", importMap);
        return new Site(
                assets,
                version,
                Asset.of("index.html", html.getBytes(StandardCharsets.UTF_8)),
                Digests.policySource(importMap.getBytes(StandardCharsets.UTF_8)));
    }

    Asset page() {
        return page;
    }

    Optional<Asset> find(String path) {
        return Optional.ofNullable(assets.get(path));
    }

    /** The folder's name: other content, another name. */
    String version() {
        return version;
    }

    /** The import map as a content security policy names it: the page's only inline script. */
    String scriptSource() {
        return scriptSource;
    }

    private static String importMap(String base) {
        ObjectNode map = new ObjectMapper().createObjectNode();
        ObjectNode imports = map.putObject("imports");
        new TreeMap<>(ENTRIES).forEach((name, file) -> imports.put(name, base + file));
        PREFIXES.forEach(prefix -> imports.put(prefix, base + prefix));
        return map.toString();
    }

    private static String text(ClassLoader loader, String name) throws IOException {
        return new String(bytes(loader, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }
}
