"""What each product installs, and what of it may not ship."""

from deploy.shipping.components import Component, lock_to_components, name_to_bundled
from deploy.shipping.products import PRODUCTS, ROOT
from deploy.shipping.terms import Terms


def read_shipped(terms: Terms) -> dict[str, list[Component]]:
    """List what each product installs. Raises `LookupError` where a licence is not known."""
    return {
        product.name: lock_to_components(ROOT / product.lock, terms, product.machine)
        for product in PRODUCTS
    }


def shipped_to_refused(shipped: dict[str, list[Component]], terms: Terms) -> list[str]:
    """List what may not ship, and what is bundled without a licence of its own being known."""
    packages = {one for own in shipped.values() for one in own}
    licences = {
        *((one.name, one.licence) for one in packages),
        *((part.name, part.licence) for one in packages for part in one.parts),
        *((one.name, one.licence) for one in terms.data),
    }
    unknown = {
        f"{one.name} brings {name} along, which is not under [bundled.{one.name}]"
        for one in packages
        for name in name_to_bundled(one.name) - terms.bundled.get(one.name, {}).keys()
    }
    refused = {f"{name}: {licence}" for name, licence in licences if not terms.allow(name, licence)}
    return sorted(unknown | refused)
