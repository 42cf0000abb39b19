"""Draw charts as inline SVG: classes only, colours and fonts are the stylesheet's."""
