"""The register behind a party: names, identifiers, industry, cluster."""
